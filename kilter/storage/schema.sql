-- SPDX-License-Identifier: MIT
-- A study's database, format 1. Read it with any sqlite3 (3.37 or later); docs/storage.md shows how. Kilter reads this
-- format for ever. Do not write to it: all rows are sealed, and Kilter refuses a study with an altered row.
--
-- All facts stand in one table, in the order in which they happened, for that is how they are read (whole, in order)
-- and written (three at a time, several thousand times a second): one page to write instead of one for each kind, and
-- one scan to read instead of a merge. People read the views: one for each kind of fact, and `trials` and `curves`.
--
-- Numbers are exact. What SQLite cannot hold as a number (not a number) is the text 'nan'. In JSON, NaN and infinities
-- are the texts "nan", "inf" and "-inf". Times are milliseconds since 1970 in UTC.

PRAGMA application_id = 1265398898;  -- 'Kltr'
PRAGMA user_version = 1;             -- the format

CREATE TABLE log (
  revision INTEGER PRIMARY KEY,  -- 1, 2, 3, ... without gaps
  seal     INTEGER NOT NULL,     -- checksum of this row and the seal before it: shows that nobody altered a row
  stamp    INTEGER NOT NULL,     -- when it was written
  kind     TEXT NOT NULL,        -- added proposed started assigned reported noted decided ended requeued changed
  -- What it is about: a trial, or a run of one (part: a fold, an instance or a seed; attempt: 0, 1, 2, ...).
  trial    INTEGER,
  part     INTEGER,
  attempt  INTEGER,
  -- What it says; which columns are used depends on the kind, see the views.
  basis    INTEGER,              -- the revision that the sampler or scheduler had seen
  number   INTEGER,              -- added: the trial it repeats; changed: the trial budget (-1: none)
  source   INTEGER,              -- added: the trial whose checkpoint it starts from
  step     ANY,                  -- added: the checkpoint's step; started: goes on after it; reported: the step
  budget   ANY,                  -- started: train up to this step
  word     TEXT,                 -- ended: completed stopped paused failed; decided: go_on stop pause
  name     TEXT,                 -- proposed: the sampler; started: the worker; assigned: the parameter; noted: the key;
                                 -- ended: the cause
  body     TEXT,                 -- JSON. added: what was given; proposed: parameters; assigned: the parameter;
                                 -- reported, ended: metrics; changed: settings
  reason   TEXT,                 -- why; noted: the text; ended: exit status and last lines
  note     TEXT                  -- proposed: what the sampler wants remembered; assigned: the value
) STRICT;

-- The study's counter: the newest revision and its seal. This row alone is updated in place; it makes rows that were cut
-- off at the end noticeable. The index of open runs is not stored: each process folds it from the log.
CREATE TABLE study (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  seal     INTEGER NOT NULL
) STRICT;
INSERT INTO study VALUES (1, 0, 0);

-- A trial exists.
CREATE VIEW added AS
  SELECT revision, stamp, trial, body AS given, number AS repeats, source AS from_trial, step AS from_step
  FROM log WHERE kind = 'added';

-- A trial has its configuration, for ever.
CREATE VIEW proposed AS
  SELECT revision, stamp, trial, body AS params, basis, name AS sampler, note, reason FROM log WHERE kind = 'proposed';

-- A worker has taken a run.
CREATE VIEW started AS
  SELECT revision, stamp, trial, part, attempt, name AS worker, budget, step AS from_step, basis, reason
  FROM log WHERE kind = 'started';

-- A run has asked for a parameter that its proposal lacked.
CREATE VIEW assigned AS
  SELECT revision, stamp, trial, part, attempt, name, body AS parameter, note AS value, basis
  FROM log WHERE kind = 'assigned';

-- A run has reported metrics at a step.
CREATE VIEW reported AS
  SELECT revision, stamp, trial, part, attempt, step, body AS metrics FROM log WHERE kind = 'reported';

-- A word about a run.
CREATE VIEW noted AS
  SELECT revision, stamp, trial, part, attempt, name AS key, reason AS text FROM log WHERE kind = 'noted';

-- A running attempt shall stop or pause.
CREATE VIEW decided AS
  SELECT revision, stamp, trial, part, attempt, word AS verdict, basis, reason FROM log WHERE kind = 'decided';

-- A run has ended.
CREATE VIEW ended AS
  SELECT revision, stamp, trial, part, attempt, word AS outcome, name AS cause, body AS metrics, reason AS detail
  FROM log WHERE kind = 'ended';

-- An ended attempt shall be tried again.
CREATE VIEW requeued AS
  SELECT revision, stamp, trial, part, attempt, reason FROM log WHERE kind = 'requeued';

-- The study has these settings from now on.
CREATE VIEW changed AS
  SELECT revision, stamp, body AS settings, number AS trials, reason FROM log WHERE kind = 'changed';

-- One row a trial, as it stands now.
CREATE VIEW trials AS
  WITH
    settings AS (SELECT settings AS text FROM changed ORDER BY revision DESC LIMIT 1),
    -- Of each part the newest attempt, its end, and the newest wish to try it again.
    starts AS (SELECT trial, part, max(attempt) AS attempt, worker FROM started GROUP BY trial, part),
    ends AS (
      SELECT trial, part, max(attempt) AS attempt, revision, stamp, outcome, cause, metrics FROM ended
      GROUP BY trial, part),
    again AS (SELECT trial, part, max(revision) AS revision FROM requeued GROUP BY trial, part),
    parts AS (
      SELECT starts.trial, starts.part, starts.attempt, starts.worker, ends.stamp, ends.cause, ends.metrics,
        CASE
          WHEN ends.attempt IS NOT starts.attempt THEN 'running'
          WHEN again.revision > ends.revision THEN 'waiting'
          WHEN ends.outcome = 'failed' AND ends.cause IN ('lost', 'error')
            AND starts.attempt < (SELECT json_extract(text, '$.retry.' || ends.cause) FROM settings) THEN 'waiting'
          ELSE ends.outcome
        END AS state
      FROM starts LEFT JOIN ends USING (trial, part) LEFT JOIN again USING (trial, part)),
    -- Newest attempts that somebody decided to stop; a trial with parts to come has given them up by that.
    stops AS (
      SELECT DISTINCT trial FROM decided JOIN starts USING (trial, part, attempt) WHERE verdict = 'stop'),
    -- The state of a trial is the first of these that one of its parts has.
    ranks (state, rank, shown) AS (
      VALUES ('running', 1, 'running'), ('waiting', 2, 'waiting'), ('failed', 3, 'failed'), ('stopped', 4, 'pruned'),
             ('paused', 5, 'paused'), ('completed', 6, 'complete')),
    -- min() names the part that the other columns come from.
    states AS (
      SELECT trial, min(rank) AS rank, count(*) AS begun, shown, attempt, worker, cause, metrics, parts.stamp AS last
      FROM parts JOIN ranks USING (state) GROUP BY trial),
    firsts AS (SELECT trial, min(stamp) AS first FROM started GROUP BY trial)
  SELECT added.trial AS number,
    CASE WHEN shown = 'complete' AND begun < (SELECT json_extract(text, '$.parts') FROM settings)
      THEN iif(added.trial IN (SELECT trial FROM stops), 'pruned', 'waiting')
      ELSE coalesce(shown, 'waiting') END AS state,
    nullif(cause, 'none') AS cause, params, metrics,
    attempt, worker, datetime(first / 1000, 'unixepoch') AS started, datetime(last / 1000, 'unixepoch') AS ended,
    sampler, reason
  FROM added LEFT JOIN proposed USING (trial) LEFT JOIN states USING (trial) LEFT JOIN firsts USING (trial)
  ORDER BY number;

-- One row a reported metric. A report at an earlier step cuts what came from there on; one at the newest step joins it.
CREATE VIEW curves AS
  WITH
    marked AS (
      SELECT *, step IS NOT lag(step) OVER (PARTITION BY trial, part ORDER BY revision) AS moves FROM reported),
    joined AS (SELECT *, sum(moves) OVER (PARTITION BY trial, part ORDER BY revision) AS place FROM marked),
    cut AS (
      SELECT *, min(step) OVER (PARTITION BY trial, part ORDER BY place
                                GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later
      FROM joined),
    -- max() names the report that the value comes from, where a metric was reported twice at a step.
    points AS (
      SELECT trial, part, step, metric.key AS metric, max(cut.revision) AS newest, attempt, metric.value AS value
      FROM cut, json_each(cut.metrics) AS metric
      WHERE later IS NULL OR later > step
      GROUP BY trial, part, step, metric.key)
  SELECT trial, part, attempt, step, metric, value FROM points ORDER BY trial, part, metric, step;
