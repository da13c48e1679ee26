// The key of the member who sits here. It is made when the pass is shown,
// before the server says which seat it is for, and kept under the seat's name
// once the server has bound it: a lost answer loses no key.
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { SigningKey, signingText } from '@shared/keys'
import { useDevice } from './device'
import { useSeat } from './seat'

const unbound = 'member/new'

export const useMemberKey = defineStore('memberKey', () => {
  const device = useDevice()
  const seat = useSeat()
  /** The key that the server bound to the seat; null while nobody sits here, and if it was made on another machine. */
  const key = shallowRef<SigningKey | null>(null)
  let finding = Promise.resolve()

  watch([() => seat.lot?.meeting, () => seat.member?.seat, () => seat.member?.key, () => device.database], () => (finding = find()), { immediate: true })

  async function find() {
    const [meeting, member, database] = [seat.lot?.meeting, seat.member, device.database]
    key.value = null
    if (!meeting || !member || !database) return
    const id = `member/${meeting}/${member.seat}`
    let kept = await SigningKey.load(database, id)
    if (kept?.publicKey !== member.key) {
      kept = await SigningKey.load(database, unbound)
      if (kept?.publicKey !== member.key) return
      await SigningKey.rename(database, unbound, id)
    }
    if (seat.member?.key === member.key) key.value = kept
  }

  /** fresh returns a key that is bound to nobody yet, for a check-in. */
  async function fresh(): Promise<SigningKey> {
    return (await SigningKey.load(device.database!, unbound)) ?? SigningKey.make(device.database!, unbound)
  }

  /** sign signs an act of the member here (signingText). It throws if the member's key is not on this machine. */
  async function sign(kind: string, content: string): Promise<string> {
    await finding
    const [lot, member] = [seat.lot, seat.member]
    if (!key.value || !lot || !member) throw new Error('the key of the member at this seat is not on this machine')
    return key.value.sign(signingText(kind, lot.id, lot.meeting, member.seat, content))
  }

  return { key, fresh, sign }
})
