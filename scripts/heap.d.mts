/** Types of heap.mjs, which runs on any Node and so is no TypeScript. */
export declare function heapOf(command: string | undefined): string[]
