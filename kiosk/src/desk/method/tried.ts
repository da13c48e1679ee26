// Asks the server, at every pause of whoever writes, what a method makes of the
// bids of its trial, and what is wrong with it.
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Reason, TrialView } from '@shared/api.gen'
import type { Fault as Failure } from '@shared/client'
import { client } from '@shared/server'
import { settings } from '@shared/settings'
import { inputOf, type Stated, type Trial } from './example'
import { faultsOf, isOfFile } from './faults'
import type { JsonObject } from './json'
import { write } from './write'

/** So long nothing is typed before the server is asked, in milliseconds. */
const pauseMs = 350

export function useTried(file: Ref<JsonObject | null>, trial: Ref<Trial>, stated: Ref<Stated>) {
  const result = shallowRef<TrialView | null>(null)
  const reasons = shallowRef<Reason[]>([])
  const failure = shallowRef<Failure | null>(null)
  /** The file that reasons are about. */
  const judged = shallowRef<JsonObject | null>(null)
  const waiting = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = false
  let over = false

  async function ask() {
    if (asking || !file.value) return
    asking = true
    const of = file.value
    const asked = [of, trial.value, stated.value, settings.language]
    const answer = await client.send<TrialView>('POST', '/methods/trial', { source: write(of).text, input: inputOf(of, trial.value, stated.value) }, { retries: 0 })
    asking = false
    if (over) return
    failure.value = answer.fault ?? null
    if (!answer.fault) {
      reasons.value = answer.refusal?.reasons ?? []
      judged.value = of
    }
    if (answer.ok) result.value = answer.value
    const now = [file.value, trial.value, stated.value, settings.language]
    if (now.some((one, i) => one !== asked[i])) soon()
    else waiting.value = false
  }

  function soon() {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), pauseMs)
  }

  watch([file, trial, stated, () => settings.language], () => {
    waiting.value = true
    soon()
  })
  waiting.value = !!file.value
  void ask()
  onScopeDispose(() => {
    over = true
    clearTimeout(timer)
  })

  const faults = computed(() => (judged.value ? faultsOf(reasons.value, write(judged.value), judged.value) : []))
  /** What of the trial itself the server did not take, such as a price. */
  const refused = computed(() => reasons.value.filter((reason) => !isOfFile(reason)))
  return { result, waiting, failure, faults, refused, ask: () => void ask() }
}
