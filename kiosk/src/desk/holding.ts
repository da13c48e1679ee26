// What a desk holds the server to: the centre's log, and the log of the case
// that was opened last.
import { shallowRef } from 'vue'
import { useHeld, type Tree } from '@shared/held'
import { t } from '@shared/i18n'
import { useMe } from '@shared/me'
import { client, useTopics } from '@shared/server'

const opened = shallowRef<Tree | null>(null)

/** opens names the case that is open, and asks soon for what was done to it. */
export function opens(lot: { id: string; number: string }) {
  opened.value = { id: lot.id, name: lot.number }
  useHeld().poke()
}

export function useHolding() {
  const me = useMe()
  const held = useHeld()
  held.hold({
    key: () => (me.account ? (me.centre?.logKey ?? null) : null),
    anew: () => me.me?.demo ?? false, // a demo's centre is another one each time
    trees: () => [{ id: 'centre', name: t('held.centre') }, ...(opened.value ? [opened.value] : [])],
    report: async ({ id }, text) =>
      id !== 'centre' && ['staff', 'supervisor'].includes(me.account?.role ?? '') && (await client.send('POST', `/lots/${id}/incidents`, { what: 'log_fork', text, feed: '' })).ok,
  })
  useTopics(['centre'], ({ kind }) => {
    if (kind === 'changed') held.poke()
  })
}
