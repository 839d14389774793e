-- A person at Neovim: opens a file, looks at what is marked, writes something else, looks again.
-- Arguments: the recipe, the folder of nvim-lint, the file; a file with what is written into it, or
-- nothing, where nothing is.
local recipe, plugin, file, change = unpack(arg)
vim.opt.runtimepath:prepend(plugin)
vim.o.swapfile = false
vim.cmd.source(recipe)

local function marked(known)
  vim.wait(20000, function()
    return not vim.deep_equal(vim.diagnostic.get(0), known)
  end, 20)
  local found = vim.diagnostic.get(0)
  local shown = {}
  for _, each in ipairs(found) do
    local line = vim.api.nvim_buf_get_lines(0, each.lnum, each.lnum + 1, false)[1]
    table.insert(shown, {
      line = each.lnum + 1,
      text = line:sub(each.col + 1, each.end_col),
      code = each.code,
      severity = vim.diagnostic.severity[each.severity],
      message = each.message,
    })
  end
  return found, shown
end

vim.cmd.edit(file)
local found, before = marked({})
local after
if change then
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.fn.readfile(change))
  vim.cmd.doautocmd("InsertLeave")
  _, after = marked(found)
end
io.stdout:write(vim.json.encode({ before = before, after = after, saved = not vim.bo.modified }))
vim.cmd("qall!")
