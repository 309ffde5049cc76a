// @ts-check
// The page that leads to the files of a folder.
import { startPage } from "./page.js";

startPage();
