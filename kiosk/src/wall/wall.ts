// What the wall shows of all rooms, as fresh as the server tells of changes.
import { computed, onScopeDispose } from 'vue'
import type { FeedView, WallView } from '@shared/api.gen'
import { useNoun, useTopics, type Noun } from '@shared/server'

/** How long changes are gathered before the wall is read again; what is typed, of which there is much, for longer; and how old it may get in silence. Milliseconds. */
const gatherMs = 300
const typedMs = 2000
const oldestMs = 10_000

/** useWall reads the wall, and reads it again soon after anything in any of its rooms has changed. */
export function useWall(): Noun<WallView> {
  const noun = useNoun<WallView>('/wall')
  const topics = computed(() => ['centre', ...(noun.value.value?.rooms ?? []).flatMap(({ room, remote, lot }) => [`room:${room.id}`, ...(remote ? [`room:${remote.id}`] : []), ...(lot ? [`lot:${lot.id}`] : [])])])
  let soon: ReturnType<typeof setTimeout> | undefined
  let due = Infinity
  const gather = (ms: number) => {
    const at = performance.now() + ms
    if (at >= due) return
    clearTimeout(soon)
    due = at
    soon = setTimeout(() => {
      due = Infinity
      void noun.reload()
    }, ms)
  }
  useTopics(topics, ({ kind }) => {
    if (kind !== 'refused') gather(kind === 'draft' ? typedMs : gatherMs)
  })
  const idle = setInterval(() => gather(gatherMs), oldestMs)
  onScopeDispose(() => {
    clearTimeout(soon)
    clearInterval(idle)
  })
  return noun
}

/** feedPath writes a feed's id as one part of an address: "kiosk-3/camera" is "kiosk-3~camera". */
export const feedPath = (feed: string) => feed.replaceAll('/', '~')

/** watchAddress is where a feed of a lot is watched live. */
export const watchAddress = (base: string, lot: string, feed: FeedView) => `${base}/whep/${lot}/${feedPath(feed.id)}`
