const mongoose = require('mongoose');

const accountSchema = new mongoose.Schema(
  {
    email: { type: String, required: true, unique: true },
    password: { type: String, required: true },
    resetToken: { type: String, select: false },
    plan: String,
  },
  { versionKey: false },
);

accountSchema.methods.isPaid = function () {
  return this.plan !== 'free';
};

module.exports = mongoose.model('Account', accountSchema);
