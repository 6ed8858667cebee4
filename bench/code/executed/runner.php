<?php
/*
 * Runs programs of a labelled set and says what reached their sinks. Started by `run.ts` with functions that act (commands, headers,
 * files by name) switched off in php.ini's `disable_functions`; `capture.php` defines them anew, so that they record what they are given.
 *
 * In:  first line, JSON: {"work": folder, "values": [text]}; then a path a line.
 * Out: a JSON line for each path: {"file", "failed"?: why it was not run, "runs": [{"error", "sinks": [[kind, text, accepted]], "page"}]}.
 *
 * A copy of the program is rewritten by PHP's own tokens: `eval` and `include` become recording functions, a class is declared once.
 * Each program has a process of its own (deadline 5 s); its values follow one another in that process.
 */
require __DIR__ . '/capture.php';
ini_set('display_errors', '0');
error_reporting(0);

/** The program as it is run: constructs that would act record instead. Throws ParseError when PHP cannot read it. */
function rewritten(string $source): string
{
    $tokens = PhpToken::tokenize($source, TOKEN_PARSE);
    $text = '';
    $class = null; // depth of braces inside of a class that was opened
    $started = false;
    foreach ($tokens as $i => $token) {
        if (!$started && $token->id === T_INLINE_HTML) {
            // the licence: a comment before any program; the page is judged without it
            $text .= preg_replace('/<!--.*?-->\s*/s', '', $token->text);
            continue;
        }
        $started = true;
        if ($token->id === T_EVAL) $text .= 'captured_code';
        elseif (in_array($token->id, [T_INCLUDE, T_INCLUDE_ONCE, T_REQUIRE, T_REQUIRE_ONCE], true)) $text .= 'captured_path';
        elseif ($token->id === T_CLASS && ($tokens[$i + 2]->id ?? 0) === T_STRING) {
            $text .= "if (!class_exists('{$tokens[$i + 2]->text}', false)) { class";
            $class = 0;
        } else {
            $text .= $token->text;
            if ($class === null) continue;
            if ($token->text === '{') $class++;
            elseif ($token->text === '}' && --$class === 0) {
                $text .= ' }';
                $class = null;
            }
        }
    }
    return $text;
}

function runOnce(string $program, string $value, bool $serialized, bool $array): array
{
    Capture::begin($value);
    $given = $array ? [$value => $value] : ($serialized ? serialize($value) : $value);
    $_GET = $_POST = $_COOKIE = $_REQUEST = $_SESSION = ['UserData' => $given, 'userData' => $given];
    $error = null;
    ob_start();
    try {
        (static function () use ($program) {
            include $program;
        })();
    } catch (Throwable $thrown) {
        $error = $thrown->getMessage();
    }
    $page = ob_get_clean();
    return ['error' => $error, 'sinks' => Capture::$sinks, 'page' => $page];
}

function runAll(string $program, array $values, bool $serialized): array
{
    $runs = array_map(fn($value) => runOnce($program, $value, $serialized, false), $values);
    // what takes no text may take a list: then the same values come in one, as name and as value
    if (array_filter($runs, fn($run) => $run['error'] === null) === [])
        $runs = array_map(fn($value) => runOnce($program, $value, $serialized, true), $values);
    return $runs;
}

$order = json_decode(fgets(STDIN), true, 512, JSON_THROW_ON_ERROR);
$program = $order['work'] . '/program.php';
$flags = JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES;
while (($line = fgets(STDIN)) !== false) {
    $file = rtrim($line, "\n");
    try {
        $source = file_get_contents($file);
        file_put_contents($program, rewritten($source));
    } catch (ParseError $error) {
        fwrite(STDOUT, json_encode(['file' => $file, 'failed' => 'parse: ' . $error->getMessage(), 'runs' => []], $flags) . "\n");
        continue;
    }
    $child = pcntl_fork();
    if ($child === 0) {
        pcntl_alarm(5);
        $runs = runAll($program, $order['values'], str_contains($source, 'unserialize('));
        fwrite(STDOUT, json_encode(['file' => $file, 'runs' => $runs], $flags) . "\n");
        // ends at once: taking PHP's modules down would cost 25 times what the program does
        posix_kill(posix_getpid(), SIGKILL);
    }
    pcntl_waitpid($child, $status);
    if (!pcntl_wifsignaled($status) || pcntl_wtermsig($status) !== SIGKILL)
        fwrite(STDOUT, json_encode(['file' => $file, 'failed' => 'ended by itself or by the deadline', 'runs' => []], $flags) . "\n");
}
