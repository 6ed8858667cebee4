/** How external fraud services show themselves in code and pages. */
export interface ServiceSigns {
  id: string
  name: string
  kind: 'scoring' | 'payment'
  /** Names in composer.json, package.json, requirements.txt, pom.xml, Gemfile. */
  packages: readonly RegExp[]
  /** Hosts and words that only its client code or page snippet has. */
  code: readonly RegExp[]
}

export const services: readonly ServiceSigns[] = [
  {
    id: 'minfraud',
    name: 'MaxMind minFraud',
    kind: 'scoring',
    packages: [/maxmind\/minfraud|@maxmind\/minfraud-api-node|\bminfraud\b/i],
    code: [
      /minfraud\.maxmind\.com/i,
      /device\.maxmind\.com\/js\/device\.js/i,
      /maxmind_user_id|maxmind\.com\/js\/device/i,
    ],
  },
  {
    id: 'fraudlabspro',
    name: 'FraudLabs Pro',
    kind: 'scoring',
    packages: [/fraudlabspro/i],
    code: [/api\.fraudlabspro\.com/i, /cdn\.fraudlabspro\.com/i, /fraudlabspro\.com\/agent/i],
  },
  {
    id: 'sift',
    name: 'Sift',
    kind: 'scoring',
    packages: [/siftscience|sift-node|sift-php|laravel-sift|com\.siftscience/i],
    code: [/cdn\.sift(science)?\.com\/s\.js/i, /api\.sift(science)?\.com/i, /_sift\.push\(/],
  },
  {
    id: 'signifyd',
    name: 'Signifyd',
    kind: 'scoring',
    packages: [/signifyd/i],
    code: [/cdn-scripts\.signifyd\.com/i, /api\.signifyd\.com/i, /sig-api/],
  },
  {
    id: 'forter',
    name: 'Forter',
    kind: 'scoring',
    packages: [/\bforter\b/i],
    code: [/cdn\d*\.forter\.com/i, /api\.forter(-secure)?\.com/i, /ftr__startScriptLoad|forterToken/i],
  },
  {
    id: 'riskified',
    name: 'Riskified',
    kind: 'scoring',
    packages: [/riskified/i],
    code: [/beacon\.riskified\.com/i, /wh\.riskified\.com/i, /riskifiedBeaconLoad|RISKX\.go/],
  },
  {
    id: 'kount',
    name: 'Kount',
    kind: 'scoring',
    packages: [/\bkount\b/i],
    code: [/kaptcha\.com/i, /kaxsdc/i, /api\.kount\.(net|com)/i, /ssl\.kaptcha/i],
  },
  {
    id: 'ipqualityscore',
    name: 'IPQualityScore',
    kind: 'scoring',
    packages: [/ipqualityscore|ipqs/i],
    code: [/ipqualityscore\.com\/api/i, /ipqscdn\.com|ipqualityscore\.com\/learn\.js/i],
  },
  {
    id: 'seon',
    name: 'SEON',
    kind: 'scoring',
    packages: [/\bseon\b/i],
    code: [/cdn\.seon(intelligence)?\.(io|com)/i, /api\.seon\.io/i],
  },
  {
    id: 'clearsale',
    name: 'ClearSale',
    kind: 'scoring',
    packages: [/clearsale/i],
    code: [/device\.clearsale\.com/i, /api\.clearsale\.com/i],
  },
  {
    id: 'nofraud',
    name: 'NoFraud',
    kind: 'scoring',
    packages: [/nofraud/i],
    code: [/services\.nofraud\.com/i, /api\.nofraud\.com/i],
  },
  {
    id: 'ravelin',
    name: 'Ravelin',
    kind: 'scoring',
    packages: [/ravelin/i],
    code: [/cdn\.ravelin\.(net|click)/i, /api\.ravelin\.com/i, /ravelinjs/i],
  },
  { id: 'accertify', name: 'Accertify', kind: 'scoring', packages: [/accertify/i], code: [/accertify\.(net|com)/i] },
  {
    id: 'threatmetrix',
    name: 'LexisNexis ThreatMetrix',
    kind: 'scoring',
    packages: [/threatmetrix/i],
    code: [/h\.online-metrix\.net/i, /threatmetrix/i],
  },
  {
    id: 'fingerprint',
    name: 'Fingerprint',
    kind: 'scoring',
    packages: [/@fingerprintjs\/fingerprintjs-pro/i],
    code: [/fpjscdn\.net/i, /fpnpmcdn\.net/i],
  },
  {
    id: 'stripe-radar',
    name: 'Stripe Radar',
    kind: 'payment',
    packages: [/stripe\/stripe-php|"@?stripe(\/stripe-js)?"/i],
    code: [/js\.stripe\.com\/(v3|[a-z]+)/i, /api\.stripe\.com/i],
  },
  {
    id: 'adyen-revenueprotect',
    name: 'Adyen Protect',
    kind: 'payment',
    packages: [/adyen\/(php-api-library|module-payment)|@adyen\/(adyen-web|api-library)/i],
    code: [/checkoutshopper-(live|test)[a-z-]*\.(cdn\.)?adyen\.com/i],
  },
  {
    id: 'braintree',
    name: 'Braintree fraud tools',
    kind: 'payment',
    packages: [/braintree\/braintree_php|"braintree(-web)?"/i],
    code: [/js\.braintreegateway\.com\/web\/[\d.]+\/js\/data-collector/i],
  },
  {
    id: 'paypal-fraudnet',
    name: 'PayPal FraudNet',
    kind: 'payment',
    packages: [],
    code: [/c\.paypal\.com\/da\/r\/fb\.js/i],
  },
]
