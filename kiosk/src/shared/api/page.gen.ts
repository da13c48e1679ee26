// Generated from the shapes of server/api; do not edit.

export interface Page<T> {
  items: T[]
  total: number
}
