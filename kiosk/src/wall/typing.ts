/** typing reports whether a key belongs to a field, a dialogue or the browser, not to the page. */
export function typing(event: KeyboardEvent): boolean {
  return event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest('input, textarea, select, dialog') !== null
}
