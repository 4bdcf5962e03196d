interface AlertCase {
  readonly alert: string;
  /** When it is looked at, after the series began. */
  readonly minutes: number;
  /** Series and their values by the minute, in Prometheus' notation: from+step×times. */
  readonly fires: Readonly<Record<string, string>>;
  /** Series near them, with which the alert rests. */
  readonly rests: Readonly<Record<string, string>>;
}

const instance = 'instance="one"';
const steady = (value: number) => `${value}x500`;
const growing = (perMinute: number) => `0+${perMinute}x500`;
/** Grows from the 400th minute on. */
const surging = (perMinute: number) => `0x399 ${perMinute}+${perMinute}x100`;

/** One series for each state, with the alert that is about it: it fires at the first value and rests at the second one. */
const bounded = (alert: string, series: string, fires: number, rests: number, minutes: number): AlertCase => ({
  alert,
  minutes,
  fires: { [series]: steady(fires) },
  rests: { [series]: steady(rests) },
});

/** A counter whose growth alone is an alert. */
const counted = (alert: string, series: string): AlertCase => ({
  alert,
  minutes: 10,
  fires: { [series]: growing(1) },
  rests: { [series]: steady(7) },
});

/** Of sixty a minute all take at least as long as the bound `slow`, or at most as long as the bound `fast`. */
const timed = (alert: string, metric: string, labels: string, { fast, slow }: { fast: string; slow: string }): AlertCase => {
  const buckets = (counts: readonly [string, number][]) =>
    Object.fromEntries(counts.map(([le, perMinute]) => [`${metric}_bucket{${instance}, ${labels}, le="${le}"}`, growing(perMinute)]));
  const all = 60;
  return {
    alert,
    minutes: 20,
    fires: buckets([
      [fast, 0],
      [slow, all],
      ['+Inf', all],
    ]),
    rests: buckets([
      [fast, all],
      [slow, all],
      ['+Inf', all],
    ]),
  };
};

/** A rate that is a hundred times as high as before, beside one that is as high and always was. */
const surge = (alert: string, series: string): AlertCase => ({
  alert,
  minutes: 430,
  fires: { [series]: surging(120) },
  rests: { [series]: growing(120) },
});

const requests = (status: number) => `keyledger_http_requests_total{${instance}, status="${status}"}`;

/** For each alert of ops/prometheus/keyledger-alerts.yml what makes it fire, and what does not yet. */
export const alertCases: readonly AlertCase[] = [
  bounded('KeyledgerDown', `up{job="keyledger", ${instance}}`, 0, 1, 5),
  bounded('KeyledgerNotReady', `keyledger_ready{${instance}}`, 0, 1, 5),
  counted('KeyledgerAppendsFail', `keyledger_append_duration_seconds_count{${instance}, outcome="unavailable"}`),
  timed('KeyledgerAppendsSlow', 'keyledger_append_duration_seconds', 'outcome="stored"', { fast: '0.25', slow: '0.5' }),
  bounded('KeyledgerProjectionLags', `keyledger_projection_lag_seconds{${instance}, projection="deadlines"}`, 6, 5, 5),
  bounded('KeyledgerEventsParked', `keyledger_projection_parked_events{${instance}, projection="deadlines"}`, 1, 0, 5),
  bounded('KeyledgerEventLoopLate', `keyledger_event_loop_delay_seconds{${instance}, percentile="99"}`, 0.06, 0.05, 10),
  {
    alert: 'KeyledgerServerErrors',
    minutes: 20,
    fires: { [requests(200)]: growing(98), [requests(500)]: growing(2) },
    rests: { [requests(200)]: growing(99), [requests(500)]: growing(1) },
  },
  surge('KeyledgerRefusalsSurge', `keyledger_verdicts_total{${instance}, outcome="refused", reason="unknown"}`),
  counted('KeyledgerSupersededCredentialUsed', `keyledger_verdicts_total{${instance}, kind="personal", reason="superseded"}`),
  bounded('KeyledgerJobsFailed', `keyledger_jobs_failed{${instance}, kind="cascade"}`, 1, 0, 5),
  bounded('KeyledgerJobsRetried', `keyledger_jobs_retrying{${instance}, kind="cascade"}`, 1, 0, 20),
  bounded('KeyledgerDiskFills', `keyledger_data_free_bytes{${instance}}`, 0.9e9, 1.1e9, 20),
  bounded('KeyledgerClockNotTrusted', `keyledger_check_ok{${instance}, check="clock"}`, 0, 1, 5),
  bounded('KeyledgerSignInsQueue', `keyledger_password_checks_waiting{${instance}}`, 17, 16, 10),
  counted('KeyledgerSignInAttack', `keyledger_appended_events_total{${instance}, type="SignInAttackNoticed"}`),
  surge('KeyledgerSignInFailuresSurge', `keyledger_sign_in_failures_total{${instance}, reason="wrong-password"}`),
  timed('KeyledgerAuthSlow', 'keyledger_pre_router_duration_seconds', 'route="/v1/auth"', { fast: '0.01', slow: '0.05' }),
  // Time begins at 0 here, and two days before it are 172,800 seconds.
  bounded('KeyledgerBackupOld', `keyledger_last_backup_timestamp_seconds{${instance}}`, -2 * 86_400, 0, 90),
  bounded('KeyledgerLogNotVerified', `keyledger_log_verified_timestamp_seconds{${instance}}`, -3 * 86_400, 0, 400),
  {
    alert: 'KeyledgerSnapshotBehind',
    minutes: 20,
    fires: {
      [`keyledger_snapshot_behind_events{${instance}}`]: steady(100_001),
      [`keyledger_log_position{${instance}}`]: steady(2_000_000),
    },
    rests: {
      [`keyledger_snapshot_behind_events{${instance}}`]: steady(100_001),
      [`keyledger_log_position{${instance}}`]: steady(3_000_000),
    },
  },
  bounded('KeyledgerTokensExpire', `keyledger_tokens_expiring{${instance}, within="7d"}`, 1, 0, 5),
];
