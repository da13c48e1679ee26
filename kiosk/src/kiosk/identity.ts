// An identity number as a person types it, checked as on the server (GB 11643)
// so that a slip of the finger is told at once.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** readIdentity takes full and half width, small x, and blanks between; it returns the number, or '' if that cannot be one. */
export function readIdentity(text: string): string {
  const number = text.normalize('NFKC').toUpperCase().replace(/\s/g, '')
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return ''
  const sum = weights.reduce((all, weight, i) => all + weight * Number(number[i]), 0)
  return '10X98765432'[sum % 11] === number[17] ? number : ''
}
