<?php
/*
 * What a program of the set may call, recording instead of acting. Everything that reads (a file, a program's output) gives the value
 * under test; every service (database, directory) is there, answers and has nothing. Escaping functions of extensions that PHP 8 has
 * not are written after their manual.
 * `system` gives back the output and does not print it: what a foreign program prints into the page by itself is no matter of the value's way.
 */
final class Capture
{
    /** @var list<array{string, string, bool}> kind, text, whether the interpreter accepts it */
    public static array $sinks = [];
    public static string $value = '';

    public static function begin(string $value): void
    {
        self::$sinks = [];
        self::$value = $value;
    }

    public static function sink(string $kind, mixed $text, bool $accepted = true): void
    {
        self::$sinks[] = [$kind, (string) $text, $accepted];
    }

    /** A readable stream of the value under test. */
    public static function stream()
    {
        $stream = tmpfile();
        fwrite($stream, self::$value);
        rewind($stream);
        return $stream;
    }
}

// FILTER_SANITIZE_ADD_SLASHES is the later name of the same filter
define('FILTER_SANITIZE_MAGIC_QUOTES', FILTER_SANITIZE_ADD_SLASHES);

function captured_code(string $code): mixed
{
    try {
        PhpToken::tokenize('<?php ' . $code, TOKEN_PARSE);
        $accepted = true;
    } catch (ParseError) {
        $accepted = false;
    }
    $shape = [];
    $quotes = 0;
    $whole = true;
    foreach (PhpToken::tokenize('<?php ' . $code) as $token) {
        if ($token->isIgnorable() && !$token->is([T_COMMENT, T_DOC_COMMENT])) continue;
        $literal = $token->is([T_CONSTANT_ENCAPSED_STRING, T_LNUMBER, T_DNUMBER]);
        // how PHP gives a text that is left open
        if ($token->is(T_ENCAPSED_AND_WHITESPACE) && $token->text[0] === "'" && $quotes % 2 === 0) $whole = false;
        if ($token->is(['"', '`'])) $quotes++;
        $shape[] = $literal ? 'LITERAL' : ($token->is([T_COMMENT, T_DOC_COMMENT]) ? 'COMMENT' : $token->text);
    }
    Capture::sink($whole && $quotes % 2 === 0 ? 'code' : 'code-cut', implode(' ', $shape), $accepted);
    return null;
}

function captured_path(string $path): mixed
{
    Capture::sink('path', $path, !str_contains($path, "\0"));
    return null;
}

function header($line): void
{
    Capture::sink('header', $line, !preg_match('/[\r\n\0]/', rtrim($line)));
}

function http_redirect($url): bool
{
    Capture::sink('header', 'Location: ' . $url, !preg_match('/[\r\n\0]/', $url));
    return true;
}

function system($command, &$status = null)
{
    Capture::sink('shell', $command);
    $status = 0;
    $lines = explode("\n", rtrim(Capture::$value));
    return end($lines);
}

function exec($command, &$lines = null, &$status = null)
{
    Capture::sink('shell', $command);
    $status = 0;
    $lines = array_map('rtrim', explode("\n", Capture::$value));
    return end($lines);
}

function shell_exec($command)
{
    Capture::sink('shell', $command);
    return Capture::$value;
}

function passthru($command, &$status = null)
{
    Capture::sink('shell', $command);
    $status = 0;
}

function popen($command, $mode)
{
    Capture::sink('shell', $command);
    return Capture::stream();
}

function pclose($stream): int
{
    fclose($stream);
    return 0;
}

function proc_open($command, $files, &$pipes, ...$others)
{
    Capture::sink('shell', $command);
    $pipes = [Capture::stream(), Capture::stream(), Capture::stream()];
    return tmpfile();
}

function proc_close($process): int
{
    return 0;
}

function fopen($name, $mode = 'r', ...$others)
{
    return Capture::stream();
}

function mysql_connect(...$arguments)
{
    return true;
}
function mysql_select_db(...$arguments)
{
    return true;
}
function mysql_query($query, $connection = null)
{
    Capture::sink('sql', $query);
    return true;
}
function mysql_fetch_array(...$arguments)
{
    return false;
}
function mysql_close(...$arguments)
{
    return true;
}
/** MySQL's manual: NUL, line breaks, backslash, both quotes and Control-Z get a backslash. */
function mysql_real_escape_string(?string $text, $connection = null)
{
    return strtr((string) $text, ["\0" => '\\0', "\n" => '\\n', "\r" => '\\r', '\\' => '\\\\', "'" => "\\'", '"' => '\\"', "\x1a" => '\\Z']);
}

/** PostgreSQL with standard_conforming_strings: quotes are doubled. */
function pg_escape_string(...$arguments)
{
    return str_replace("'", "''", end($arguments));
}
function pg_escape_literal(...$arguments)
{
    $text = pg_escape_string(...$arguments);
    return str_contains($text, '\\') ? " E'" . str_replace('\\', '\\\\', $text) . "'" : "'$text'";
}

function ldap_connect(...$arguments)
{
    return true;
}
function ldap_bind(...$arguments)
{
    return true;
}
function ldap_search($connection, $base, $filter, ...$others)
{
    Capture::sink('ldap', $filter);
    return true;
}
function ldap_close(...$arguments)
{
    return true;
}

final class CapturedDocument
{
    public function xpath(string $expression): array
    {
        $document = new DOMDocument();
        $document->loadXML('<r/>');
        $accepted = (new DOMXPath($document))->evaluate($expression) !== false;
        Capture::sink('xpath', $expression, $accepted);
        return [];
    }
}
function simplexml_load_file(...$arguments)
{
    return new CapturedDocument();
}
