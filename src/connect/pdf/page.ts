/** A4 in points (1/72 inch). */
export const A4: [width: number, height: number] = [595.28, 841.89]

/** Where an enclosed document stands on its page: below a caption, above the page number. */
export const frame = { x: 36, y: 44, width: A4[0] - 72, height: A4[1] - 44 - 60 } as const
