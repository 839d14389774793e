"""What one check leaves for the next: the facts of each file, and the whole answer.

Both are data, never code, and neither is believed: what is broken, cut short, foreign or old is as
good as nothing, and is made anew without a word. The answer (`answers`) is given again when nothing
it was made from has changed, which costs a look at each file's directory entry, and after `edits`
that move lines and no more. The facts (`facts`) spare the parsing of all files but those that
changed, `settings` that of the file with settings.
"""
