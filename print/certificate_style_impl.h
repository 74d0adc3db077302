// The style sheet of the certificate; for print/certificate.cpp.
#pragma once

namespace freehold::print {

// Black and one ink: it has to survive a photocopier. Sheets are as large as the paper, and the
// page has no margins of its own, so that a browser adds no lines of its own either.
inline constexpr const char* kCertificateStyle = R"css(
@page { size: A4 portrait; margin: 0; }
:root { --ink: #14213a; --text: #1b1b1b; --soft: #5b6270; --line: #c9cdd4; --warn: #8c1c13; }
* { box-sizing: border-box; }
html { background: #e7e8ea; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: var(--text); font-size: 10pt; line-height: 1.45;
  font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, "Source Serif 4",
    "Noto Serif", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; }
.sheet { position: relative; width: 210mm; height: 296.8mm; margin: 8mm auto; padding: 12mm; background: #fff;
  break-after: page; break-inside: avoid; overflow: hidden; box-shadow: 0 1mm 4mm rgba(0, 0, 0, .18); }
.sheet:last-of-type { break-after: auto; }
.frame { height: 100%; border: .5pt solid var(--ink); padding: 1.1mm; }
.inner { position: relative; height: 100%; border: 1.4pt solid var(--ink); padding: 10mm 13mm 15mm;
  display: flex; flex-direction: column; }
.mark { margin: 0; text-align: center; color: var(--ink); font-size: 9pt; letter-spacing: .42em;
  text-indent: .42em; text-transform: uppercase; }
h1 { margin: 2mm 0 0; text-align: center; color: var(--ink); font-weight: 400; font-size: 25pt; line-height: 1.2;
  letter-spacing: .01em; }
.rule { width: 34mm; margin: 4.5mm auto 0; border: 0; border-top: .8pt solid var(--ink); }
.statement { margin: auto 0; padding: 5mm 0; text-align: center; }
.statement p { margin: 2.2mm 0; color: var(--soft); font-style: italic; font-size: 11.5pt; }
.statement .thing { margin: 0; color: var(--text); font-style: normal; font-size: 21pt; line-height: 1.28;
  overflow-wrap: anywhere; }
.statement .thing.long { font-size: 15pt; }
.statement .who { color: var(--text); font-style: normal; font-size: 10.5pt; }
.statement .when { color: var(--text); font-style: normal; font-size: 15pt; }
.mono { font-family: "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .82em;
  overflow-wrap: anywhere; }
.command { white-space: nowrap; overflow-wrap: normal; }
.notices { margin: 0 0 5mm; padding: 2.6mm 4mm; border: 1.2pt solid var(--warn); }
.notices h2 { margin: 0 0 .6mm; color: var(--warn); font-size: 9pt; letter-spacing: .14em; text-transform: uppercase; }
.notices ul { margin: 0; padding: 0; list-style: none; font-size: 11pt; }
dl { display: grid; grid-template-columns: 31mm 1fr; margin: 0; border-bottom: .4pt solid var(--line); font-size: 9pt; }
dt, dd { margin: 0; padding: 1mm 0; border-top: .4pt solid var(--line); }
dt { color: var(--soft); }
dd small { color: var(--soft); font-size: 1em; }
.check { margin-top: 5mm; font-size: 9pt; }
.check h2 { margin: 0 0 1mm; color: var(--ink); font-size: 9pt; letter-spacing: .14em; text-transform: uppercase; }
.check ol { margin: 0; padding-left: 5mm; }
.check li { margin: .5mm 0; }
.foot { position: absolute; left: 13mm; right: 13mm; bottom: 5mm; display: flex; justify-content: space-between;
  color: var(--soft); font-size: 7.5pt; }
.codes { padding: 10mm 12mm; }
.codes header { display: flex; justify-content: space-between; align-items: baseline; padding: 0 4mm 2mm;
  border-bottom: .8pt solid var(--ink); color: var(--ink); font-size: 12pt; }
.codes header span { color: var(--soft); font-size: 8pt; }
.codes p { margin: 2mm 4mm 3mm; color: var(--soft); font-size: 8.5pt; }
.grid { display: grid; grid-template-columns: 1fr 1fr; gap: 2mm 6mm; justify-items: center; }
figure { margin: 0; text-align: center; break-inside: avoid; }
figure svg { display: block; width: 75mm; height: 75mm; }
figcaption { margin-top: -2.5mm; color: var(--soft); font-size: 8pt; }
@media print { html { background: none; } .sheet { margin: 0; box-shadow: none; } }
@media screen and (max-width: 215mm) {
  .sheet { width: auto; height: auto; margin: 0 0 4mm; padding: 3mm; }
  .inner { padding: 6mm 5mm 14mm; } .foot { left: 5mm; right: 5mm; }
  h1 { font-size: 20pt; } dl { grid-template-columns: 1fr; } dd { border: 0; padding-top: 0; }
  .grid { grid-template-columns: 1fr; } figure svg { width: 100%; height: auto; max-width: 75mm; margin: auto; }
}
)css";

}  // namespace freehold::print
