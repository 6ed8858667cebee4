/** Works out once what is asked about an object, and keeps it as long as the object lives. */
export function once<K extends object, V extends object | boolean>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    const kept = known.get(key)
    if (kept !== undefined) return kept
    const made = make(key)
    known.set(key, made)
    return made
  }
}
