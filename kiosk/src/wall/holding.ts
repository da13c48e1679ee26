// What the wall holds the server to: the centre's log, and the log of every lot
// that is being evaluated.
import { computed } from 'vue'
import type { WallView } from '@shared/api.gen'
import { useHeld } from '@shared/held'
import { t } from '@shared/i18n'
import { useMe } from '@shared/me'
import { client, useNoun, useTopics } from '@shared/server'

export function useHolding() {
  const me = useMe()
  const held = useHeld()
  const { value: wall } = useNoun<WallView>(() => (me.account?.role === 'supervisor' ? '/wall' : null), 'centre')
  const lots = computed(() => (wall.value?.rooms ?? []).flatMap(({ lot }) => lot ?? []))
  held.hold({
    key: () => (me.account ? (me.centre?.logKey ?? null) : null),
    anew: () => me.me?.demo ?? false, // a demo's centre is another one each time
    trees: () => [{ id: 'centre', name: t('held.centre') }, ...lots.value.map(({ id, number }) => ({ id, name: number }))],
    // The centre has no meeting of its own: what is wrong with its log is told in the first that runs.
    report: async ({ id }, text) => {
      const lot = id === 'centre' ? lots.value[0]?.id : id
      return !!lot && (await client.send('POST', `/lots/${lot}/incidents`, { what: 'log_fork', text, feed: '' })).ok
    },
  })
  useTopics(() => ['centre', ...lots.value.map(({ id }) => `lot:${id}`)], ({ kind }) => {
    if (kind === 'changed') held.poke()
  })
}
