"""Who may act (`permissions`) and who may see (`audience`): two readable tables, asked nowhere else."""
