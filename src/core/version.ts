/** Version of the product, as it appears in evidence and reports. Kept equal to package.json by a test. */
export const VERSION = '0.1.0'
