// Starts `logicnet lsp` and hands it the rule files and files of behavioural tests that are open.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const LANGUAGES = ["bnet", "bnet-tests"];
const MISSING = "logicnet: the language server does not start. Install it with: pip install 'logicnet[lsp]'";

let client;

async function start() {
  const [command, ...args] = vscode.workspace.getConfiguration("logicnet").get("command");
  const documentSelector = LANGUAGES.flatMap((language) =>
    ["file", "untitled"].map((scheme) => ({ scheme, language })),
  );
  client = new LanguageClient("logicnet", "logicnet", { command, args }, { documentSelector });
  try {
    await client.start();
  } catch (problem) {
    const choice = await vscode.window.showErrorMessage(`${MISSING} (${problem.message ?? problem})`, "Settings");
    if (choice) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "logicnet.command");
    }
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running?.needsStop()) {
    await running.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("logicnet.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) =>
      event.affectsConfiguration("logicnet.command") ? restart() : undefined,
    ),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
