;;; mapperlint-flymake.el --- Checks SQLAlchemy mappings  -*- lexical-binding: t; -*-

;; Goes to a folder of the load path; in the init file: (require 'mapperlint-flymake)
;; Needs Emacs 27 or newer, built with JSON.

;;; Code:

(require 'flymake)
(require 'seq)

(defvar-local mapperlint-flymake--process nil
  "The check of this buffer that was begun last.")

(defun mapperlint-flymake (report &rest _)
  "Check the text of this buffer, saved or not, and REPORT what touches it."
  (when (process-live-p mapperlint-flymake--process)
    (kill-process mapperlint-flymake--process))
  (let* ((source (current-buffer))
         (process
          (make-process
           :name "mapperlint"
           :buffer (generate-new-buffer " *mapperlint*")
           :command (list "mapperlint" "check" "-" "--force-exclude" "--output-format" "json"
                          "--stdin-filename" buffer-file-name)
           :coding (cons 'utf-8 buffer-file-coding-system)
           :connection-type 'pipe
           :noquery t
           :sentinel
           (lambda (process _)
             (unless (process-live-p process)
               (when (and (buffer-live-p source)
                          (eq process (buffer-local-value 'mapperlint-flymake--process source)))
                 (funcall report (mapperlint-flymake--said source (process-buffer process))))
               (kill-buffer (process-buffer process)))))))
    (setq mapperlint-flymake--process process)
    (save-restriction
      (widen)
      (process-send-region process (point-min) (point-max)))
    (process-send-eof process)))

(defun mapperlint-flymake--said (source output)
  "What the buffer OUTPUT says of the buffer SOURCE."
  (with-current-buffer output
    (goto-char (point-min))
    (condition-case nil
        (let ((findings (json-parse-buffer :object-type 'alist :array-type 'list)))
          (delq nil (mapcar (lambda (each) (mapperlint-flymake--diagnostic each source)) findings)))
      ;; It could not run, and says why.
      (json-error (list (flymake-make-diagnostic source 1 2 :error (buffer-string)))))))

(defun mapperlint-flymake--diagnostic (finding source)
  "What is shown of a FINDING in SOURCE, in its own place or in that of the other side."
  (let* ((file (file-truename (buffer-file-name source)))
         (here (lambda (each) (equal (file-truename (alist-get 'filename each)) file)))
         (place (seq-find here (cons finding (alist-get 'related finding)))))
    (when place
      (flymake-make-diagnostic
       source
       (mapperlint-flymake--position (alist-get 'location place) source)
       (mapperlint-flymake--position (alist-get 'end_location place) source)
       (if (equal (alist-get 'severity finding) "error") :error :warning)
       (format "%s %s" (alist-get 'code finding) (alist-get 'message finding))))))

(defun mapperlint-flymake--position (place source)
  "The position in SOURCE of a PLACE, whose row and column count from one."
  (with-current-buffer source
    (save-restriction
      (widen)
      (save-excursion
        (goto-char (point-min))
        (forward-line (1- (alist-get 'row place)))
        (min (+ (point) (1- (alist-get 'column place))) (line-end-position))))))

(defun mapperlint-flymake-setup ()
  "Let Flymake ask mapperlint in this buffer."
  (when buffer-file-name
    (add-hook 'flymake-diagnostic-functions #'mapperlint-flymake nil t)
    (flymake-mode)))

(add-hook 'python-mode-hook #'mapperlint-flymake-setup)
(add-hook 'python-ts-mode-hook #'mapperlint-flymake-setup)

(provide 'mapperlint-flymake)
;;; mapperlint-flymake.el ends here
