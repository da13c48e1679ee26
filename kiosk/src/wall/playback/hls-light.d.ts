// hls.js ships types for its full build only; the light one, without captions
// and encryption, is the same for what is used here.
declare module 'hls.js/light' {
  export * from 'hls.js'
  export { default } from 'hls.js'
}
