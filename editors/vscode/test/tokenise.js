// Tokenises files with the engine of VS Code and prints, as JSON, for each file and line its tokens:
// [start, end, scopes], columns in UTF-16 code units from 0. Run: node test/tokenise.js SCOPE FILE...
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const HERE = path.join(__dirname, "..");
const GRAMMARS = Object.fromEntries(
  JSON.parse(fs.readFileSync(path.join(HERE, "package.json"), "utf8")).contributes.grammars.map((grammar) => [
    grammar.scopeName,
    path.join(HERE, grammar.path),
  ]),
);

async function registry() {
  const wasm = fs.readFileSync(path.join(path.dirname(require.resolve("vscode-oniguruma")), "onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => textmate.parseRawGrammar(fs.readFileSync(GRAMMARS[scope], "utf8"), GRAMMARS[scope]),
  });
}

function tokenised(grammar, text) {
  let stack = textmate.INITIAL;
  return text.split(/\r\n|\r|\n/).map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.map((token) => [token.startIndex, Math.min(token.endIndex, line.length), token.scopes]);
  });
}

async function main([scope, ...files]) {
  const grammar = await (await registry()).loadGrammar(scope);
  const answer = Object.fromEntries(files.map((file) => [file, tokenised(grammar, fs.readFileSync(file, "utf8"))]));
  process.stdout.write(JSON.stringify(answer));
}

main(process.argv.slice(2)).catch((problem) => {
  console.error(problem);
  process.exitCode = 1;
});
