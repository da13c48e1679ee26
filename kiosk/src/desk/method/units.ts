// The units of a method's numbers, in words.
import { t } from '@shared/i18n'

const units = ['money', 'points', 'percent', 'ratio', 'count', 'days', 'months'] as const

export const unitOptions = () => units.map((value) => ({ value, label: t(`scoring.unit.${value}`) }))

/** inUnit writes what a number is called with its unit, which of a ratio tells nothing. */
export const inUnit = (name: string, unit: string): string => (unit && unit !== 'ratio' ? t('desk-method.withUnit', { name, unit: t(`scoring.unit.${unit}`) }) : name)
