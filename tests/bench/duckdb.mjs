// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of the survey in DuckDB on two threads: read_csv and group, from opening the database to the rows. Adds a line as those of bench.h; starting Node is not counted.
//     node duckdb.mjs MODULE LINES GROUP JOB RESPONSES
import { appendFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const [module, lines, group, job, responses] = process.argv.slice(2);
const { DuckDBInstance } = await import(pathToFileURL(module));
const began = performance.now(), used = process.cpuUsage();
const items = Array.from({ length: 20 }, (_, i) => `avg(q${i + 1}), sum(CASE WHEN q${i + 1} IN (1, 2) THEN 1 ELSE 0 END)`).join(", ");
const database = await DuckDBInstance.create(":memory:", { threads: "2" });
const result = await (await database.connect()).runAndReadAll(`SELECT district, project, count(*), ${items} FROM read_csv('${responses}') GROUP BY 1, 2 ORDER BY 1, 2`);
const wall = (performance.now() - began) / 1000, { user, system } = process.cpuUsage(used);
if (result.getRows().length !== 180) throw new Error(`${result.getRows().length} cells`);
appendFileSync(lines, `time\t${group}\t${job}\t${wall}\t${(user + system) / 1e6}\t${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
