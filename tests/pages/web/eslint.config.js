import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-len": ["error", { code: 100 }],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 60],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["src/ecograph/pages/assets/*.js"],
    languageOptions: { globals: { ...globals.browser, vis: "readonly" } },
    rules: {
      // what pages/scripts.py can join: see "A script of the pages" in CONTRIBUTING.md
      "no-restricted-syntax": [
        "error",
        "ExportDefaultDeclaration",
        "ExportAllDeclaration",
        "ExportNamedDeclaration[declaration=null]",
        "ImportExpression",
        "ImportDefaultSpecifier",
        "ImportNamespaceSpecifier",
        {
          selector: "TemplateElement[value.raw=/\\n/]",
          message: "The joiner drops whole-line comments, so a text must not run over lines.",
        },
        {
          selector: "[property.name=/^(inner|outer)HTML$|^insertAdjacentHTML$/]",
          message: "Texts from data reach a page only as text nodes and attributes.",
        },
      ],
    },
  },
  {
    files: ["tests/pages/web/**/*.js"],
    languageOptions: { globals: globals.node },
    rules: { "max-lines-per-function": "off" },
  },
];
