import type { Cue } from '../station/cue.ts'

/** Addresses of the sound files in the build; empty where they are not there. */
const FILES = import.meta.glob<string>('../../resources/sounds/*.wav', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
})

/** Used until a file is there: [frequency in Hz, start in s, length in s] of each note. */
const NOTES: Record<Cue, readonly (readonly [number, number, number])[]> = {
  good: [[1760, 0, 0.09]],
  wrong: [
    [220, 0, 0.18],
    [165, 0.24, 0.3],
  ],
  stop: [
    [660, 0, 0.14],
    [440, 0.18, 0.14],
    [660, 0.36, 0.14],
    [440, 0.54, 0.2],
  ],
}

const VOLUME = 0.6

export type Sounds = {
  play: (cue: Cue) => void
  /** A browser stays silent until somebody touches the page once. */
  isMuted: () => boolean
  subscribe: (listener: () => void) => () => void
}

/** Loads the three sounds ahead, so that a scan is heard the moment it is committed. */
export function createSounds(page: Window): Sounds {
  const context = new AudioContext({ latencyHint: 'interactive' })
  const buffers = new Map<string, AudioBuffer>()
  for (const [path, url] of Object.entries(FILES)) void load(context, buffers, path, url)

  const wake = () => void context.resume()
  // Once the touch is over: what is drawn anew for a page that is heard must not move a button from under it.
  page.addEventListener('click', wake)
  page.addEventListener('keydown', wake)

  return {
    play: (cue) => {
      const buffer = buffers.get(cue)
      if (buffer === undefined) playNotes(context, NOTES[cue])
      else playBuffer(context, buffer)
    },
    isMuted: () => context.state !== 'running',
    subscribe: (listener) => {
      context.addEventListener('statechange', listener)
      return () => context.removeEventListener('statechange', listener)
    },
  }
}

async function load(
  context: AudioContext,
  buffers: Map<string, AudioBuffer>,
  path: string,
  url: string,
): Promise<void> {
  const name = path.replace(/^.*\//, '').replace(/\.wav$/, '')
  try {
    const answer = await fetch(url)
    buffers.set(name, await context.decodeAudioData(await answer.arrayBuffer()))
  } catch {
    // A sound that can't be loaded is played from its notes.
  }
}

function playBuffer(context: AudioContext, buffer: AudioBuffer): void {
  const source = context.createBufferSource()
  source.buffer = buffer
  source.connect(context.destination)
  source.start()
}

function playNotes(
  context: AudioContext,
  notes: readonly (readonly [number, number, number])[],
): void {
  const volume = context.createGain()
  volume.gain.value = VOLUME
  volume.connect(context.destination)
  for (const [frequency, startSeconds, lengthSeconds] of notes) {
    const tone = context.createOscillator()
    tone.frequency.value = frequency
    tone.connect(volume)
    tone.start(context.currentTime + startSeconds)
    tone.stop(context.currentTime + startSeconds + lengthSeconds)
  }
}
