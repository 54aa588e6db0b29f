import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build.mjs", "eslint.config.mjs"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  // `part<HTMLInputElement>(name)` says what the template has; querySelector of the DOM is typed the same way.
  { rules: { "@typescript-eslint/no-unnecessary-type-parameters": "off" } },
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
);
