import { useParams } from '@tanstack/react-router'

/** Id of the shop whose page this is. */
export const useShopId = (): string => (useParams({ strict: false }) as { shop: string }).shop
