// The cable of one kiosk: everything that it sends goes through here, and a
// test can pull it out.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Kiosk } from '../case/kiosk'

export class Wire {
  private cutOff = false
  private server = 0
  private readonly near = createSocket('udp4')
  /** The way on to the server, by the kiosk's address: each connection has its own. */
  private readonly far = new Map<string, Socket>()

  private constructor(private readonly kiosk: Kiosk) {
    this.near.on('message', (packet, from) => {
      if (!this.cutOff) this.onward(from).send(packet, this.server, '127.0.0.1')
    })
  }

  /** to lays a cable to a kiosk that does not publish yet. */
  static async to(kiosk: Kiosk): Promise<Wire> {
    const wire = new Wire(kiosk)
    wire.near.bind(0, '127.0.0.1')
    await once(wire.near, 'listening')
    const { port } = wire.near.address() as AddressInfo
    await kiosk.page.route('**/api/whip/*', async (route) => {
      if (wire.cutOff) return route.abort()
      // Neither learns the other's address: the server answers whoever asks.
      const offer = route.request().postData()!.replace(/^a=candidate:.*\r\n/gm, '')
      const response = await route.fetch({ postData: offer })
      const answer = (await response.text()).replace(/^(a=candidate:\S+ \d+ \S+ \d+) \S+ (\d+)/gm, (_, start: string, to: string) => {
        wire.server = Number(to)
        return `${start} 127.0.0.1 ${port}`
      })
      await route.fulfill({ response, body: answer })
    })
    return wire
  }

  // A kiosk sends from the address of a network card, also to loopback.
  private onward({ address, port }: RemoteInfo): Socket {
    const known = this.far.get(`${address} ${port}`)
    if (known) return known
    const socket = createSocket('udp4').on('message', (packet) => {
      if (!this.cutOff) this.near.send(packet, port, address)
    })
    this.far.set(`${address} ${port}`, socket)
    return socket
  }

  /** cut pulls the cable out; nobody is told. */
  async cut(): Promise<void> {
    this.cutOff = true
    await this.kiosk.page.context().setOffline(true)
  }

  /** mend puts it back. */
  async mend(): Promise<void> {
    this.cutOff = false
    await this.kiosk.page.context().setOffline(false)
  }

  close(): void {
    for (const socket of [this.near, ...this.far.values()]) socket.close()
  }
}
