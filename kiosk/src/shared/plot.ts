// Plots are drawn as SVG by ECharts, of which only the kinds that are used come
// with the page, in a chunk of their own.
import { LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([LineChart, ScatterChart, GridComponent, SVGRenderer])

export interface Drawing {
  show: (option: EChartsCoreOption) => void
  fit: () => void
  end: () => void
}

/** draw puts a plot into an element, whose size it takes. */
export function draw(element: HTMLElement): Drawing {
  const chart = init(element, null, { renderer: 'svg' })
  return {
    show: (option) => chart.setOption({ animation: false, ...option }, { notMerge: true }),
    fit: () => chart.resize(),
    end: () => chart.dispose(),
  }
}

export type { EChartsCoreOption as PlotOption }
