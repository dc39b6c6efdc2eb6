// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader gets who copies all text of a PDF, one program after another:
//
//     node copy.cjs FILE.pdf FOLDER      writes FOLDER/pdfjs.txt (Firefox) and FOLDER/pdfium.txt (Chromium)
//
// Lines join as the programs join them; comparing is the caller's.
'use strict';
const fs = require('fs');
const path = require('path');

async function pdfjs(bytes) {
  const lib = require('pdfjs-dist/legacy/build/pdf.js');
  const task = lib.getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, disableFontFace: true, verbosity: 0, isEvalSupported: false });
  const doc = await task.promise;
  let text = '';
  for (let n = 1; n <= doc.numPages; n++) {
    const content = await (await doc.getPage(n)).getTextContent({ disableNormalization: true });
    for (const item of content.items) text += item.str + (item.hasEOL ? '\n' : '');
    text += '\f';
  }
  await task.destroy();
  return text;
}

async function pdfium(bytes) {
  const { PDFiumLibrary } = require('@hyzyla/pdfium');
  const lib = await PDFiumLibrary.init();
  const doc = await lib.loadDocument(new Uint8Array(bytes));
  let text = '';
  for (const page of doc.pages()) text += page.getText() + '\f';
  doc.destroy();
  lib.destroy();
  return text;
}

(async () => {
  const bytes = fs.readFileSync(process.argv[2]);
  fs.writeFileSync(path.join(process.argv[3], 'pdfjs.txt'), await pdfjs(bytes));
  fs.writeFileSync(path.join(process.argv[3], 'pdfium.txt'), await pdfium(bytes));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
