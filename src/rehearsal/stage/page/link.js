// The line to the program: what is done here goes out, what is to be seen comes in.

// Does one thing; returns what became of it.
export async function act(deed) {
  const answer = await fetch('do', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(deed),
  });
  const outcome = await answer.json();
  if (!answer.ok) throw new Error(outcome.error ?? 'That did not work.');
  return outcome;
}

// Sends a file; `at` says whose it is, and where it goes.
export async function send(file, at) {
  const query = new URLSearchParams({ name: file.name });
  for (const [name, value] of Object.entries(at)) if (value !== undefined) query.set(name, value);
  const answer = await fetch(`send?${query}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file });
  if (answer.status === 413) throw new Error('A file may have up to 20 MB.');
  if (!answer.ok) throw new Error('The file could not be sent.');
}

export async function ask(what) {
  const answer = await fetch(what);
  if (!answer.ok) throw new Error('That could not be read.');
  return answer.json();
}

// Calls `show` with every new state, and `lost` with whether the program is gone.
export async function follow(show, lost) {
  let seen;
  let broken = false;
  for (;;) {
    try {
      const state = await ask(seen === undefined ? 'state' : `state?seen=${seen}`);
      if (broken) lost((broken = false));
      seen = state.version;
      show(state);
    } catch (error) {
      if (!(error instanceof TypeError) && seen === undefined) throw error;
      if (!broken) lost((broken = true));
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
}
