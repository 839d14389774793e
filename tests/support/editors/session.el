;;; session.el --- A person at Emacs  -*- lexical-binding: t; -*-

;; Opens a file, looks at what is marked, writes something else, looks again.
;; Arguments: the file; a file with what is written into it, or nothing, where nothing is.

;;; Code:

(require 'json)

(defun session-marked ()
  "What is marked in this buffer, once all that was asked has answered."
  (flymake-start)
  (let ((end (+ (float-time) 20)))
    (while (and (seq-difference (flymake-running-backends) (flymake-reporting-backends))
                (< (float-time) end))
      (accept-process-output nil 0.02)))
  (mapcar #'session-shown (flymake-diagnostics)))

(defun session-shown (each)
  "What one sees of EACH diagnostic."
  (list (cons 'line (line-number-at-pos (flymake-diagnostic-beg each)))
        (cons 'text (buffer-substring-no-properties
                     (flymake-diagnostic-beg each) (flymake-diagnostic-end each)))
        (cons 'severity (format "%s" (flymake-diagnostic-type each)))
        (cons 'message (flymake-diagnostic-text each))))

(pcase-let ((`(,file ,change) command-line-args-left))
  (setq command-line-args-left nil)
  (find-file file)
  (let* ((before (session-marked))
         (after (when change
                  (erase-buffer)
                  (insert-file-contents change)
                  (session-marked))))
    (princ (json-encode (list (cons 'before (vconcat before))
                              (cons 'after (vconcat after))
                              (cons 'saved (if (buffer-modified-p) json-false t)))))
    (set-buffer-modified-p nil)))
;;; session.el ends here
