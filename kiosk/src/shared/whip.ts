// Publishing a kiosk's camera and microphone over WHIP.
import { serverClock } from './clock'
import { MediaConnection, type MediaOptions } from './connection'

/** The picture and sound that a kiosk is asked for: all that is heard in the room, also what a filter would take for noise. A kiosk plays no sound, so there is no echo. */
export const cameraConstraints: MediaStreamConstraints = {
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: true },
}

/** camera opens the kiosk's camera and microphone; it throws the browser's DOMException where it may not. */
export function camera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia(cameraConstraints)
}

/**
 * publish sends stream to options.endpoint until the returned connection is
 * closed, and comes back by itself after any outage. The stream stays the
 * caller's: closing the connection does not stop its tracks.
 */
export function publish(stream: MediaStream, options: MediaOptions): MediaConnection {
  return new MediaConnection(options, (peer) => addTracks(peer, stream), () => serverClock.now())
}

function addTracks(peer: RTCPeerConnection, stream: MediaStream) {
  for (const track of stream.getTracks()) {
    const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] })
    if (track.kind !== 'video') continue
    track.contentHint ||= 'detail'
    preferH264(transceiver)
    keepResolution(transceiver.sender)
  }
}

// A recording is H.264 wherever both ends have it: it plays everywhere and is never converted.
function preferH264(transceiver: RTCRtpTransceiver) {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? []
  const rank = ({ mimeType, sdpFmtpLine }: RTCRtpCodec) =>
    mimeType !== 'video/H264' ? 2 : sdpFmtpLine?.includes('packetization-mode=1') ? 0 : 1
  transceiver.setCodecPreferences(codecs.toSorted((a, b) => rank(a) - rank(b)))
}

// A face must stay readable: on a poor link frames are given up, not lines.
function keepResolution(sender: RTCRtpSender) {
  const parameters = sender.getParameters() as RTCRtpSendParameters & { degradationPreference?: string }
  parameters.degradationPreference = 'maintain-resolution'
  void sender.setParameters(parameters).catch(() => undefined) // an older browser does not know the preference
}
