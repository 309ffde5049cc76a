// @ts-check
// A page that only shows: its language, its theme, and tables that sort.
import { startPage } from "./page.js";
import { startSortable } from "./sortable.js";

startPage();
startSortable();
