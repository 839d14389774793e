-- Goes to ~/.config/nvim/after/plugin/mapperlint.lua; needs the plugin nvim-lint.
local lint = require("lint")
local severities = { error = vim.diagnostic.severity.ERROR, warning = vim.diagnostic.severity.WARN }

-- Where a finding stands in this file: its own place, or that of the other side.
local function place_in(finding, file)
  for _, place in ipairs({ finding, unpack(finding.related) }) do
    if vim.fn.resolve(place.filename) == file then
      return place
    end
  end
end

-- Columns count characters from one; Neovim counts bytes from zero.
local function position(buffer, place)
  local line = vim.api.nvim_buf_get_lines(buffer, place.row - 1, place.row, false)[1] or ""
  local column = vim.fn.byteidxcomp(line, place.column - 1)
  return place.row - 1, column < 0 and #line or column
end

local function parsed(output, buffer)
  local understood, findings = pcall(vim.json.decode, output)
  if not understood then -- it could not run, and says why
    return { { lnum = 0, col = 0, message = output, source = "mapperlint" } }
  end
  local diagnostics = {}
  local file = vim.fn.resolve(vim.api.nvim_buf_get_name(buffer))
  for _, finding in ipairs(findings) do
    local place = place_in(finding, file)
    if place then
      local diagnostic = {
        code = finding.code,
        message = finding.message,
        severity = severities[finding.severity],
        source = "mapperlint",
      }
      diagnostic.lnum, diagnostic.col = position(buffer, place.location)
      diagnostic.end_lnum, diagnostic.end_col = position(buffer, place.end_location)
      table.insert(diagnostics, diagnostic)
    end
  end
  return diagnostics
end

lint.linters.mapperlint = {
  cmd = "mapperlint",
  stdin = true,
  args = {
    "check",
    "-",
    "--force-exclude",
    "--output-format",
    "json",
    "--stdin-filename",
    function()
      return vim.api.nvim_buf_get_name(0)
    end,
  },
  stream = "both",
  ignore_exitcode = true,
  parser = parsed,
}

vim.api.nvim_create_autocmd({ "BufEnter", "BufWritePost", "InsertLeave", "TextChanged" }, {
  pattern = { "*.py", "*.pyi" },
  callback = function()
    lint.try_lint("mapperlint")
  end,
})
