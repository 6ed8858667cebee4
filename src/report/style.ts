/** Styles of the HTML report: light and dark, phone to paper. Text colours meet WCAG 2.2 AA on their backgrounds. */
export const style = `
:root{--bg:#fff;--ink:#1c2430;--soft:#5b6675;--line:#dde2e8;--card:#f6f8fa;--yes:#1a7f4b;--partly:#8f5500;--no:#b3261e;--unknown:#5b6675}
@media(prefers-color-scheme:dark){:root{--bg:#14181d;--ink:#e6eaef;--soft:#a3adba;--line:#323b46;--card:#1c2229;--yes:#5fd39a;--partly:#f0b35a;--no:#ff8f85;--unknown:#a3adba}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1.5rem;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.8rem;line-height:1.2;margin:.2em 0}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}h3{font-size:1rem;margin:0 0 .3rem}
p{margin:.4rem 0}a{color:inherit}
.detail,figcaption{color:var(--soft);font-size:.85rem}
.top{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:center;margin-top:1rem}
.donut{width:9rem;height:9rem}.lead{flex:1 1 18rem}.trend{margin:0;width:16rem}
.figures{display:flex;flex-wrap:wrap;gap:1.2rem;margin-top:.6rem}.figures div{display:flex;flex-direction:column}.figures b{font-size:1.4rem;line-height:1.1}.figures span{color:var(--soft);font-size:.8rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line);min-width:2rem}th{color:var(--soft);font-weight:600;white-space:nowrap}
td.tight{white-space:nowrap}
td{overflow-wrap:break-word}
.badge{display:inline-block;white-space:nowrap;font-weight:600;font-size:.85rem;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem}
.tone-yes .badge,.badge.tone-yes{color:var(--yes)}.badge.tone-partly{color:var(--partly)}.badge.tone-no{color:var(--no)}.badge.tone-unknown,.badge.tone-not-applicable{color:var(--unknown)}
.criterion{background:var(--card);border-left:4px solid var(--line);border-radius:4px;padding:.7rem 1rem;margin:.6rem 0;break-inside:avoid}
.criterion.tone-yes{border-color:var(--yes)}.criterion.tone-partly{border-color:var(--partly)}.criterion.tone-no{border-color:var(--no)}
nav ol{columns:2 20rem;padding-left:1.2rem;font-size:.9rem}
@media print{body{max-width:none;padding:0;font-size:11px}nav{display:none}#critical-few{break-inside:avoid}section{break-inside:auto}a{text-decoration:none}}
`
