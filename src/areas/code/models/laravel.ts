import { rights } from '../../../analysis/eval/session.ts'
import type { ModelSet } from '../../../analysis/models.ts'
import { rawClauses } from './query-clauses.ts'

const readers = [
  'input',
  'get',
  'query',
  'post',
  'all',
  'only',
  'except',
  'json',
  'cookie',
  'header',
  'route',
  'string',
  'getContent',
  'server',
  'collect',
]

/** Columns that no visitor decides. */
const ofShop =
  /^(?:role(?:_id)?|roles|is_\w+|admin|permissions?|status|state|total|subtotal|grand_total|balance|credit(?:_limit)?|paid|paid_at|verified|\w+_verified_at|approved(?:_at)?|user_id|customer_id|owner_id|discount(?:_\w+)?)$/

/** Methods that begin or narrow a query. */
const ofQuery = /^(?:query|newQuery|table|toBase|(?:or)?where\w*)$/i

/** Laravel (Bagisto); the request it is built on is in `symfony.ts`. */
export const laravel: ModelSet = {
  language: 'php',
  library: true,
  calls: [
    { on: 'request', source: 'request', returns: 'Illuminate\\Http\\Request' },
    // A record of the shop's own class.
    {
      on: ['Request->user', 'FormRequest->user', 'Auth::user'],
      from: [],
      returns: 'App\\Models\\User',
    },
    {
      on: readers.flatMap((name) => [`Request->${name}`, `FormRequest->${name}`]),
      source: 'request',
    },
    // Names that many programs without Laravel give a class of their own.
    { on: readers.flatMap((name) => [`Input::${name}`, `Request::${name}`]), source: 'request' },
    {
      on: [
        'Request->integer',
        'Request->boolean',
        'Request->float',
        'Request->has',
        'Request->filled',
        'Request->isMethod',
        'Request->ip',
        'Request->path',
        'Request->url',
        'Request->ajax',
        'Request->wantsJson',
      ],
      clean: true,
    },
    { on: ['Request->file', 'Request->allFiles', 'FileBag->get'], returns: 'UploadedFile' },
    {
      on: [
        'UploadedFile->getClientOriginalName',
        'UploadedFile->getClientOriginalExtension',
        'UploadedFile->getClientMimeType',
      ],
      source: 'request',
      escapes: ['PathName'],
    },
    {
      on: ['UploadedFile->move', 'UploadedFile->storeAs', 'UploadedFile->storePubliclyAs'],
      from: [],
      sinks: [{ rule: 'unsafe-upload', args: [1] }],
    },
    { on: ['UploadedFile->get', 'UploadedFile->getContent', 'UploadedFile->openFile'], source: 'request' },
    { on: ['UploadedFile->*', '->storeas'], clean: true },
    { on: ['Request->validate', 'Request->validateWithBag'], source: 'request', validates: 0 },
    {
      on: ['FormRequest->validated', 'FormRequest->safe', 'Request->validated', 'Request->safe'],
      source: 'request',
      validates: 'declared',
    },
    { on: ['Validator::make', 'validator'], returns: 'LaravelValidator', from: [0] },
    // A link that the shop has signed says what the shop wrote into it.
    {
      on: ['->hasvalidsignature', '->hasvalidrelativesignature', '->hasvalidsignaturewhileignoring'],
      guards: { escapes: ['Trusted'], receiver: true },
      clean: true,
    },
    { on: ['->verifywithkey'], guards: { escapes: ['Trusted'] }, clean: true },
    { on: ['Crypt::decrypt', 'Crypt::decryptString', 'JWT::decode'], from: [0], escapes: ['Trusted'] },
    {
      on: [
        '->store',
        '->storepublicly',
        '->hashname',
        '->guessextension',
        '->getrealpath',
        '->getmimetype',
        '->getsize',
      ],
      clean: true,
    },
    { on: ['e'], escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'] },
    {
      on: [
        ...rawClauses.flatMap((name) => [`->${name}`, `DB::${name}`]),
        'DB::raw',
        'DB::unprepared',
        'DB::select',
        'DB::statement',
        'DB::insert',
        'DB::update',
        'DB::delete',
        'DB::scalar',
      ],
      from: [],
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    {
      on: ['redirect', 'Redirect::to', 'Redirect::away', '->away', 'Redirector->to', 'Redirector->away'],
      from: [],
      returns: 'Redirector',
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    {
      on: ['response', 'ResponseFactory->make'],
      from: [],
      returns: 'ResponseFactory',
      sinks: [{ rule: 'page-output', args: [0], textOnly: true, unlessTyped: 2 }],
    },
    {
      on: ['->download', 'ResponseFactory->file', 'ResponseFactory->download'],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    { on: ['storage_path', 'public_path', 'base_path', 'app_path', 'resource_path', 'database_path'], from: [0] },
    { on: ['Blade::render', 'Blade::compileString'], from: [], sinks: [{ rule: 'template-injection', args: [0] }] },
    { on: ['Process::fromShellCommandline'], from: [], sinks: [{ rule: 'command-injection', args: [0] }] },
    {
      on: [
        'timeout',
        'forever',
        'path',
        'env',
        'input',
        'quietly',
        'idleTimeout',
        'tty',
        'options',
        'newPendingProcess',
      ].flatMap((name) => [`Process::${name}`, `PendingProcess->${name}`]),
      from: [],
      returns: 'PendingProcess',
    },
    {
      on: ['Process::command', 'PendingProcess->command'],
      from: [],
      returns: 'PendingProcess',
      sinks: [{ rule: 'command-injection', args: [0], textOnly: true }],
    },
    {
      on: ['Process::run', 'Process::start', 'PendingProcess->run', 'PendingProcess->start'],
      from: [],
      sinks: [{ rule: 'command-injection', args: [0], textOnly: true }],
    },
    { on: ['Http::pool'], from: [], callback: { arg: 0, parameters: [{ type: 'Illuminate\\Http\\Client\\Pool' }] } },
    { on: ['Js::from', 'Js::encode'], escapes: ['JsText', 'HtmlText', 'DoubleQuote', 'SingleQuote'], from: [0] },
    {
      on: ['->cookie', 'cookie', 'Cookie::make', 'Cookie::queue'],
      passes: true,
      sinks: [{ rule: 'insecure-cookie', flag: { cookie: { options: 9, secure: 5, httpOnly: 6, marked: true } } }],
    },
    {
      on: ['Cookie::forever'],
      from: [],
      sinks: [{ rule: 'insecure-cookie', flag: { cookie: { options: 9, secure: 4, httpOnly: 5, marked: true } } }],
    },
    { on: ['Request->session', 'FormRequest->session'], returns: 'LaravelSession' },
    {
      on: ['LaravelSession->put', 'LaravelSession->push', 'Session::put'],
      from: [],
      sinks: [
        { rule: 'trust-boundary', args: [1], first: rights },
        { rule: 'session-fields', args: [0] },
      ],
    },
    { on: 'session', from: [], returns: 'LaravelSession', sinks: [{ rule: 'session-fields', args: [0] }] },
    // A query writes its columns whatever the class of the records guards.
    {
      on: ['->update', '->insert', '->upsert', '->insertgetid'],
      passes: true,
      sinks: [{ rule: 'mass-assignment', args: [0], through: ofQuery }],
    },
    // Records: columns that nobody guards take whatever comes.
    { on: ['Model::create', 'Model::forceCreate', 'Model::make'], from: [], returns: 'static', record: true },
    {
      on: [
        'find',
        'findOrFail',
        'first',
        'firstOrFail',
        'firstOrNew',
        'query',
        'newQuery',
        'where',
        'with',
        'latest',
        'orderBy',
        'make',
        'whereKey',
        'withTrashed',
      ].flatMap((name) => [`Model::${name}`]),
      from: [],
      returns: 'static',
    },
    {
      on: [
        'where',
        'orWhere',
        'whereIn',
        'whereNotIn',
        'whereNull',
        'whereNotNull',
        'whereBetween',
        'whereHas',
        'whereDate',
        'whereKey',
        'whereBelongsTo',
        'whereRelation',
        'whereColumn',
        'with',
        'withCount',
        'latest',
        'oldest',
        'orderBy',
        'orderByDesc',
        'limit',
        'take',
        'skip',
        'when',
        'newQuery',
        'select',
        'join',
        'leftJoin',
        'groupBy',
        'find',
        'findOrFail',
        'first',
        'firstOrFail',
        'firstWhere',
        'sole',
        'fresh',
        'refresh',
      ].map((name) => `Model->${name}`),
      from: [],
      returns: 'this',
    },
    {
      on: ['update', 'fill', 'create', 'insert', 'updateOrCreate', 'firstOrCreate'].flatMap((name) => [
        `Model->${name}`,
        `Model::${name}`,
      ]),
      from: [],
      returns: 'static',
      sinks: [
        { rule: 'mass-assignment', args: [0, 1], emptyProperty: 'guarded' },
        // The list of what may be filled has what only the shop decides.
        { rule: 'mass-assignment', args: [0, 1], listedProperty: { name: 'fillable', form: ofShop } },
      ],
    },
    {
      on: ['update', 'insert', 'upsert'].map((name) => `Model->${name}`),
      sinks: [{ rule: 'mass-assignment', args: [0], through: ofQuery }],
    },
    {
      on: [
        'Storage::get',
        'Storage::put',
        'Storage::delete',
        'Storage::download',
        'File::get',
        'File::delete',
        'File::put',
      ],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    {
      on: ['get', 'post', 'put', 'patch', 'delete', 'head'].flatMap((name) => [
        `Http::${name}`,
        `PendingRequest->${name}`,
        `Illuminate\\Http\\Client\\Pool->${name}`,
      ]),
      source: 'remote',
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    {
      on: [
        'timeout',
        'withHeaders',
        'withToken',
        'withOptions',
        'acceptJson',
        'asForm',
        'retry',
        'withoutVerifying',
        'withBasicAuth',
        'baseUrl',
      ]
        .flatMap((name) => [`Http::${name}`, `PendingRequest->${name}`])
        .concat('Http::*', 'PendingRequest->*', 'Illuminate\\Http\\Client\\Pool->*'),
      from: [],
      returns: 'PendingRequest',
    },
    {
      on: ['Str::slug', 'Str::uuid', 'Str::random', 'Str::ulid', 'bcrypt', 'route', 'config', 'asset', 'auth', 'core'],
      clean: true,
    },
    {
      on: ['Inertia::location', 'redirect_to', '->intendedurl'],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    { on: ['::macro'], from: [], listens: { store: 'method', name: 0, callback: 1 } },
    { on: ['abort'], from: [], exits: true },
    { on: ['->forcefill', '->forcecreate'], returns: 'this', sinks: [{ rule: 'mass-assignment', args: [0] }] },
  ],
  // `$request->next` is the field of that name.
  properties: [{ on: 'illuminate\\http\\request.*', source: 'request' }],
  // What the address of a page holds is given to its controller as text.
  entries: [
    { cls: /(?:^|\\)Http\\Controllers\\/, source: 'request', escapes: ['PathName'], unlessOpened: 'where' },
    // Actions of a component are called by the page with what it likes; so are its public fields set.
    {
      inherits: 'Livewire\\Component',
      cls: /./,
      method: /^(?!mount$|boot|render$|hydrate|dehydrate|placeholder$|rules$)/,
      source: 'request',
    },
  ],
  openFields: [{ inherits: 'Livewire\\Component', unless: /(?:^|\\)Locked$/ }],
  assumed: [{ name: /(?:^|\\)Models\\[A-Z]\w*$|^Illuminate\\Foundation\\Auth\\User$/, inherits: 'Model' }],
  jobs: [{ method: /^dispatch(?:Sync|Now|AfterResponse|If)?$/i, runs: 'handle' }],
  forwards: [{ inherits: 'Model', prefix: 'scope', annotation: 'Scope' }],
}
