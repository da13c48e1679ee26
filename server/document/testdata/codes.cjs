// Reads the QR code in the lower right corner of each page given as a PGM
// picture, and prints a line of JSON for each: its text, or null.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const jsQR = require(join(__dirname, '../../../kiosk/node_modules/jsqr'))

for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file)
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 64))
  const [width, height] = [Number(head[1]), Number(head[2])]
  const [w, h] = [Math.floor(width / 3), Math.floor(height / 3)]
  const pixels = new Uint8ClampedArray(w * h * 4)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const grey = bytes[head[0].length + (height - h + y) * width + width - w + x]
      pixels.fill(grey, 4 * (y * w + x), 4 * (y * w + x) + 3)
    }
  console.log(JSON.stringify(jsQR.default(pixels, w, h)?.data ?? null))
}
