/*
 * What the fields of ASV documents are called. The forms are English; vendors translate them. Each label is looked for at the beginning
 * of a cell.
 */

const any = (...words: string[]) => new RegExp(`^(?:${words.join('|')})`, 'i')

export const labels = {
  scanned: any(
    '(?:date )?scan (?:was )?completed(?: date| on)?',
    '(?:most recent )?scan (?:completion )?date',
    'date of (?:the )?scan',
    'date scan (?:was )?completed',
    'datum des scans',
    'scan(?:datum| abgeschlossen(?: am)?)',
    'date de (?:fin|réalisation) (?:de l.analyse|du scan)',
    'fecha (?:de finalización|en que se completó)[^:]{0,20}',
    'data (?:zakończenia|wykonania) skan\\w*',
    'data di (?:completamento|esecuzione)(?: della scansione)?',
  ),
  expires: any(
    '(?:scan )?(?:report )?expir(?:ation|y)(?: date)?',
    '(?:scan )?(?:valid (?:until|through)|expires)(?: on)?',
    'gültig bis',
    'ablaufdatum',
    'date d.expiration',
    'valable jusqu.au',
    'fecha de (?:vencimiento|caducidad)',
    'válido hasta',
    'data (?:ważności|wygaśnięcia)',
    'ważn[ey] do',
    'data di scadenza',
    'valid[oa] fino al?',
  ),
  status: any(
    '(?:overall )?(?:pci )?compliance status',
    '(?:overall|scan|pci) (?:status|result)',
    '(?:overall )?(?:status|result)\\s*(?::|$)',
    'konformitätsstatus',
    '(?:gesamt)?ergebnis',
    '(?:statut|état) de conformité',
    'résultat',
    'estado de (?:cumplimiento|conformidad)',
    'resultado',
    '(?:status|stan) zgodności',
    'wynik',
    'stato di conformità',
    'esito',
  ),
  components: any(
    '(?:total )?number of unique (?:in-scope )?components(?: scanned)?',
    '(?:in-scope )?components scanned',
    '(?:anzahl )?(?:der )?geprüfte[nr]? komponenten',
    'nombre de composants',
    'número de componentes',
    'liczba (?:unikatowych )?(?:komponentów|składników)',
    'numero di componenti',
  ),
  failing: any(
    '(?:total )?number of identified failing vulnerabilities',
    'failing vulnerabilities',
    '(?:anzahl )?(?:der )?schwachstellen, die zum nichtbestehen führen',
  ),
  customer: any(
    'scan customer(?: company| name)?\\s*(?::|$)',
    '(?:client|merchant|customer)(?: name)?\\s*:',
    'scan customer company',
    'auftraggeber',
    'kunde\\s*:',
    'cliente?\\s*:',
    'klient\\s*:',
  ),
  vendor: any(
    '(?:ASV|approved scanning vendor)(?: company| name)?\\s*(?::|$)',
    '(?:ASV|approved scanning vendor) company',
    'scanning vendor\\s*:?',
    'zugelassener scan-?anbieter',
    'prestataire (?:ASV|d.analyse)[^:]{0,10}',
    'proveedor (?:ASV|de escaneo)[^:]{0,20}',
    'dostawca (?:ASV|skanowania)[^:]{0,20}',
    'fornitore (?:ASV|di scansione)[^:]{0,20}',
    'prepared by\\s*:',
  ),
} as const

const failing =
  /(?<!\p{L})(?:fail(?:ed|ing)?|non-?compliant|not compliant|(?:has |did )not pass(?:ed)?|nicht bestanden|nicht konform|échec|échoué|non conforme|no (?:aprobado|conforme|cumple)|suspenso|negatywny|niezgodn\p{L}|niezaliczon\p{L}|non (?:superato|conforme)|fallito)(?!\p{L})/iu
const passing =
  /(?<!\p{L})(?:pass(?:ed|ing)?|compliant|bestanden|konform|réussite?|réussi|conforme|aprobado|cumple|pozytywny|zgodn\p{L}|zaliczon\p{L}|superato)(?!\p{L})/iu

/** Whether a text says pass or fail; undefined for neither. */
export const resultIn = (text: string): 'pass' | 'fail' | undefined =>
  failing.test(text) ? 'fail' : passing.test(text) ? 'pass' : undefined

/** Whether a text is of the kind that is read here. */
export const isAsvText = (text: string): boolean =>
  /attestation of scan compliance|ASV scan report|approved scanning vendor|scan-konformität|zugelassener scan-?anbieter|conformité de l.analyse|cumplimiento del análisis|zgodności skanowania|conformità della scansione/i.test(
    text,
  )
