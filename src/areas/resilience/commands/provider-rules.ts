/** Rules of the large providers, as they publish them. A rehearsal against their networks without it breaks their terms. */
export const providerRules = `Before a rehearsal on a public address ask your provider. Published rules (November 2026, check them again):
  AWS         simulated denial of service only through its partners or under its own conditions ("DDoS Simulation Testing Policy")
  Azure       only through its approved partners (BreakingPoint Cloud, MazeBolt, Red Button, RedWolf)
  Google      no approval needed for tests of your own project, but its acceptable-use policy forbids harm to others
  Cloudflare  needs no permission for your own zone, but a support ticket with all particulars first
  Hosters     most forbid it in their terms unless agreed in writing`
