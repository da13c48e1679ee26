// Watching a feed live over WHEP.
import { MediaConnection, type MediaOptions } from './connection'

/**
 * watch receives the feed at options.endpoint and gives its stream to
 * onStream, again after every outage, until the returned connection is closed.
 */
export function watch(options: MediaOptions, onStream: (stream: MediaStream) => void): MediaConnection {
  return new MediaConnection(options, (peer) => {
    peer.addTransceiver('video', { direction: 'recvonly' })
    peer.addTransceiver('audio', { direction: 'recvonly' })
    const stream = new MediaStream()
    peer.ontrack = ({ track }) => {
      stream.addTrack(track)
      onStream(stream)
    }
  })
}
