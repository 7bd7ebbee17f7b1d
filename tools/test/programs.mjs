// The programs that tests start, and how to get them: nats-server for the transport over NATS,
// Chromium for the page that shows a run.

/** As `packages/nats-server` looks for it, which is not built yet when this is asked. */
export const natsServer = {
  variable: 'NATS_SERVER_BIN',
  names: ['nats-server'],
  foldersOffPath: ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'],
  debian: 'nats-server',
  howTo: `nats-server was not found. Do one of:
  - apt-get install nats-server          (Debian, Ubuntu)
  - brew install nats-server             (macOS)
  - set NATS_SERVER_BIN to the path of a nats-server binary, 2.9 or newer`,
}

/** As the test of the page looks for it, when it is run alone. */
export const chromium = {
  variable: 'CHROMIUM_BIN',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'Chromium'],
  foldersOffPath: ['/usr/bin', '/Applications/Chromium.app/Contents/MacOS'],
  debian: 'chromium',
  howTo: `Chromium was not found. Do one of:
  - apt-get install chromium             (Debian)
  - brew install --cask chromium         (macOS)
  - set CHROMIUM_BIN to the path of a Chromium or Chrome binary`,
}
