/** secretOf returns the secret of an otpauth address in groups of four, for an authenticator that cannot scan it. */
export function secretOf(uri: string): string {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}
