import { observationSchema } from './observation.ts'

/** For tests: a look at a checkout on which nothing was seen. */
export const blank = observationSchema.parse({
  profile: 'desktop',
  url: 'https://shop.example/checkout',
  status: 200,
  headers: {},
  ...Object.fromEntries(
    'scripts scriptTags frames formHosts cardFields cardForms frameFields leadsTo payLeadsTo readingStyles violations errors handlers obstacles overlays serviceWorkers requests stored'
      .split(' ')
      .map((name) => [name, []]),
  ),
})
