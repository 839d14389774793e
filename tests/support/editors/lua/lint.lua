-- As much of the plugin nvim-lint as its users' guide promises to a linter of one's own.
local M = { linters = {} }
local namespace = vim.api.nvim_create_namespace("mapperlint")

function M.try_lint(name)
  local linter, buffer = M.linters[name], vim.api.nvim_get_current_buf()
  assert(linter.stdin and linter.stream == "both" and linter.ignore_exitcode)
  local command = { linter.cmd }
  for _, argument in ipairs(linter.args) do
    table.insert(command, type(argument) == "function" and argument() or argument)
  end
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") .. "\n"
  local publish = vim.schedule_wrap(function(done)
    local output = done.stdout .. done.stderr
    vim.diagnostic.set(namespace, buffer, linter.parser(output, buffer, vim.fn.getcwd()))
  end)
  vim.system(command, { stdin = text, text = true }, publish)
end

return M
