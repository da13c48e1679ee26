// What a page keeps on its own machine, in IndexedDB: a kiosk's keys, strokes,
// notes and findings the server has not acknowledged, and the last checkpoints seen.

/** The stores and the property (or properties) that is their key. */
const stores = {
  keys: 'id',
  strokes: ['meeting', 'seat', 'bid', 'criterion'],
  readings: ['meeting', 'seat', 'bid', 'criterion'],
  findings: ['meeting', 'seat', 'bid', 'item'],
  checkpoints: 'tree',
} as const

export type Store = keyof typeof stores

/** Grows with every store that is added. */
const version = 3

/** Database is IndexedDB with promises; a strict write is on the disk when its promise is fulfilled. */
export class Database {
  private constructor(private readonly db: IDBDatabase) {}

  /** open opens the page's database, making its stores the first time. */
  static open(name = 'bidroom'): Promise<Database> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, version)
      request.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(stores)) {
          if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store, { keyPath: keyPath as string | string[] })
        }
      }
      request.onsuccess = () => resolve(new Database(request.result))
      request.onerror = () => reject(request.error)
      request.onblocked = () => reject(new Error('another page holds an older database open'))
    })
  }

  get<T>(store: Store, key: IDBValidKey): Promise<T | undefined> {
    return this.run(store, 'readonly', (s) => s.get(key) as IDBRequest<T | undefined>)
  }

  all<T>(store: Store, range?: IDBKeyRange): Promise<T[]> {
    return this.run(store, 'readonly', (s) => s.getAll(range) as IDBRequest<T[]>)
  }

  async put(store: Store, value: object, durability: IDBTransactionDurability = 'strict'): Promise<void> {
    await this.run(store, 'readwrite', (s) => s.put(value), durability)
  }

  /** putAll puts values in one transaction: all of them, or none. */
  async putAll(store: Store, values: object[], durability: IDBTransactionDurability): Promise<void> {
    if (values.length) await this.run(store, 'readwrite', (s) => values.map((value) => s.put(value)).at(-1)!, durability)
  }

  async remove(store: Store, key: IDBValidKey | IDBKeyRange): Promise<void> {
    await this.run(store, 'readwrite', (s) => s.delete(key))
  }

  close() {
    this.db.close()
  }

  // A write counts when the transaction is complete, not when the request is: only then has it reached the disk.
  private run<T>(store: Store, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>, durability: IDBTransactionDurability = 'strict'): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(store, mode, { durability })
      const request = act(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  }
}
